# Read by cpack before it begins.
#
# Two runs give the same bytes: files have the time of the changelog's entry, unless the caller's
# environment has another.
if(NOT DEFINED ENV{SOURCE_DATE_EPOCH})
  execute_process(COMMAND dpkg-parsechangelog -l ${CPACK_TIPSEARCH_CHANGELOG} -S Timestamp
                  OUTPUT_VARIABLE timestamp OUTPUT_STRIP_TRAILING_WHITESPACE
                  COMMAND_ERROR_IS_FATAL ANY)
  set(ENV{SOURCE_DATE_EPOCH} ${timestamp})
endif()
# Each package's description has a summary of its own as its first line.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")
