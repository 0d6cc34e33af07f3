# What systemd itself says of the units: each can be loaded, and is exposed to 1.5 at most.
# cmake -DUNITS=… -DSOURCE=… -DBIN=… -DWORK=… -P run.cmake
find_program(ANALYZE systemd-analyze)
if(NOT ANALYZE)
  if(DEFINED ENV{CI})
    message(FATAL_ERROR "systemd-analyze is not there")
  endif()
  message("skipped: systemd-analyze is not there")
  return()
endif()

file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})
set(services tipsearchd.service tipsearch-update.service tipsearch-watch@.service)
# As installed, but for where the programs are.
foreach(service ${services})
  file(READ ${UNITS}/${service} unit)
  string(REGEX REPLACE "ExecStart=[^ ]*/" "ExecStart=${BIN}/" unit "${unit}")
  file(WRITE ${WORK}/${service} "${unit}")
endforeach()
file(COPY ${SOURCE}/tipsearchd.socket ${SOURCE}/tipsearchd-http.socket
          ${SOURCE}/tipsearch-update.timer ${SOURCE}/tipsearch-watch@.timer DESTINATION ${WORK})

file(GLOB units ${WORK}/*)
execute_process(COMMAND ${ANALYZE} verify --man=no ${units}
                RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(NOT status EQUAL 0 OR NOT output STREQUAL "")
  message(FATAL_ERROR "systemd-analyze verify:\n${output}")
endif()

foreach(service ${services})
  execute_process(COMMAND ${ANALYZE} security --offline=true --no-pager --threshold=15
                          ${WORK}/${service}
                  RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  string(REGEX MATCH "Overall exposure level[^\n]*" level "${output}")
  message("${level}")
  if(NOT status EQUAL 0 OR level STREQUAL "")
    message(FATAL_ERROR "${service} is exposed to more than 1.5:\n${output}")
  endif()
endforeach()
