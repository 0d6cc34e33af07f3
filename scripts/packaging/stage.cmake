# Run by cpack when the components are installed, each into a folder of its own, and before they are
# packed: what Debian's packages have and "cmake --install" does not make.
set(stage ${CPACK_TEMPORARY_DIRECTORY})

function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# gzip writes neither name nor time: the same bytes each time.
function(compress)
  if(ARGN)
    run(gzip -9n ${ARGN})
  endif()
endfunction()

function(stage_documentation component package)
  set(folder ${stage}/${component}/usr/share/doc/${package})
  file(COPY ${CPACK_TIPSEARCH_PACKAGING}/copyright DESTINATION ${folder}
       FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
  configure_file(${CPACK_TIPSEARCH_CHANGELOG} ${folder}/changelog.Debian COPYONLY)
  file(GLOB_RECURSE pages ${stage}/${component}/usr/share/man/*.[1-8])
  compress(${folder}/changelog.Debian ${pages})
endfunction()

stage_documentation(command tipsearch)
stage_documentation(server tipsearchd)
stage_documentation(library libtipsearch1)
stage_documentation(development libtipsearch-dev)

# zsh of Debian leaves site-functions to the machine's own.
file(RENAME ${stage}/command/usr/share/zsh/site-functions
            ${stage}/command/usr/share/zsh/vendor-completions)

file(COPY ${CPACK_TIPSEARCH_PACKAGING}/tipsearchd/README.Debian
     DESTINATION ${stage}/server/usr/share/doc/tipsearchd)

# The configuration is what the example shows; units name programs where the packages put them.
set(server ${stage}/server)
file(COPY ${server}/usr/share/doc/tipsearchd/examples/tipsearchd.conf
     DESTINATION ${server}/etc/tipsearch)
file(GLOB units ${server}/usr/lib/systemd/system/*.service)
foreach(unit IN LISTS units)
  file(READ ${unit} text)
  string(REPLACE ExecStart=${CPACK_TIPSEARCH_BINDIR}/ ExecStart=/usr/bin/ text "${text}")
  file(WRITE ${unit} "${text}")
endforeach()

# As dh_strip(1) does it; CPACK_STRIP_FILES leaves out static libraries, and sections that Debian does.
set(unneeded --remove-section=.comment --remove-section=.note)
file(GLOB programs ${stage}/command/usr/bin/* ${stage}/server/usr/bin/*)
file(GLOB_RECURSE libraries ${stage}/library/usr/lib/*.so.?.*)
file(GLOB_RECURSE archives ${stage}/development/usr/lib/*.a)
run(strip ${unneeded} ${programs})
run(strip --strip-unneeded ${unneeded} ${libraries})
run(strip --strip-debug ${unneeded} --enable-deterministic-archives ${archives})

# Whatever the umask was; README.md says where it shows nonetheless.
run(chmod -R u=rwX,go=rX ${stage}/command ${stage}/server ${stage}/library ${stage}/development)

# What the library needs. CPack, where it asks for that, adds scripts that call ldconfig, in the place
# of which Debian has a trigger.
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SHLIBDEPS OFF)
set(control ${stage}/shlibdeps/debian/control)
file(WRITE ${control} "Source: tipsearch\n\nPackage: libtipsearch1\nArchitecture: any\n")
execute_process(COMMAND dpkg-shlibdeps -O ${libraries} WORKING_DIRECTORY ${stage}/shlibdeps
                RESULT_VARIABLE status OUTPUT_VARIABLE depends ERROR_VARIABLE said
                OUTPUT_STRIP_TRAILING_WHITESPACE)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "dpkg-shlibdeps: ${said}")
endif()
string(REPLACE "shlibs:Depends=" "" CPACK_DEBIAN_LIBRARY_PACKAGE_DEPENDS "${depends}")
