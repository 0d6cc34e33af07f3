#!/usr/bin/perl
# ask.pl HOST:PORT QUERY: citations and snippets, over TCP. All modules come with Perl.
# SPDX-License-Identifier: MIT
use strict;
use warnings;
use Encode qw(decode_utf8);
use IO::Socket::IP;
use JSON::PP;

my $server = IO::Socket::IP->new(PeerAddr => $ARGV[0]) or die "$ARGV[0]: $@\n";
my %request = (cmd => "search", query => decode_utf8($ARGV[1]), limit => 3);
syswrite $server, encode_json(\%request) . "\n" or die "$ARGV[0]: $!\n";
my $reply = decode_json(<$server> // die "$ARGV[0]: no reply\n");
binmode $_, ":encoding(UTF-8)" for *STDOUT, *STDERR;
if ($reply->{error}) {
    print STDERR "$reply->{error}{message}\n";
    exit 1;
}
for my $hit (@{ $reply->{hits} }) {
    print $hit->{citation}, "\n    ", map({ $_->{text} } @{ $hit->{snippet} }), "\n";
}
