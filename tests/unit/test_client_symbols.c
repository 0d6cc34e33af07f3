/* What libtipsearch exports is what its header declares, and the header is C++ as well. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool client_header_works_in_cpp(void);

enum { NAMES_MAX = 100, NAME_SIZE = 64 };

struct names {
    char names[NAMES_MAX][NAME_SIZE];
    size_t count;
};

static int compare(const void *one, const void *other)
{
    return strcmp(one, other);
}

/* The distinct lines that a command prints, in order. */
static void read_names(struct names *names, const char *command)
{
    FILE *output = popen(command, "r");
    char line[NAME_SIZE];

    cr_assert_not_null(output);
    names->count = 0;
    while (names->count < NAMES_MAX && fgets(line, sizeof line, output)) {
        line[strcspn(line, "\n")] = '\0';
        strcpy(names->names[names->count++], line);
    }
    cr_assert_eq(pclose(output), 0);
    qsort(names->names, names->count, NAME_SIZE, compare);
}

Test(client_symbols, the_library_exports_what_the_header_declares)
{
    struct names exported, declared;

    read_names(&exported, "nm -D --defined-only '" TIP_CLIENT_LIBRARY "'"
                          " | awk '$2 == \"T\" {print $3}' | sed 's/@@TIPSEARCH_1.*$//'");
    read_names(&declared, "grep -o '\\btipsearch_[a-z_]*(' '" TIP_CLIENT_HEADER "'"
                          " | tr -d '(' | sort -u");
    cr_assert(exported.count > 10);
    for (size_t i = 0; i < exported.count && i < declared.count; i++)
        cr_assert_str_eq(exported.names[i], declared.names[i]);
    cr_assert_eq(exported.count, declared.count);
}

Test(client_symbols, the_header_works_in_cpp)
{
    cr_assert(client_header_works_in_cpp());
}
