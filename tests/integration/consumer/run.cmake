# Installs the client into a folder of its own and builds the consumer against it, by find_package
# and by pkg-config: cmake -DBUILD=… -DSOURCE=… -DWORK=… -DVERSION=… -DSANITIZE=… -DGENERATOR=… -P run.cmake
set(prefix ${WORK}/prefix)
file(REMOVE_RECURSE ${WORK})

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output
                  ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${ARGN}\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

function(expect_version program)
  run(${program})
  if(NOT output STREQUAL "libtipsearch ${VERSION}\n")
    message(FATAL_ERROR "${program} printed: ${output}")
  endif()
endfunction()

set(flags "")
if(SANITIZE)
  set(flags "-fsanitize=${SANITIZE}")
endif()

run(${CMAKE_COMMAND} --install ${BUILD} --component client --prefix ${prefix})
run(${CMAKE_COMMAND} -G ${GENERATOR} -S ${SOURCE} -B ${WORK}/build -DCMAKE_PREFIX_PATH=${prefix}
    -DCMAKE_C_FLAGS=${flags})
run(${CMAKE_COMMAND} --build ${WORK}/build)
expect_version(${WORK}/build/consumer_shared)
expect_version(${WORK}/build/consumer_static)

file(GLOB_RECURSE pc ${prefix}/tipsearch.pc)
get_filename_component(pc_folder ${pc} DIRECTORY)
set(ENV{PKG_CONFIG_PATH} ${pc_folder})
run(pkg-config --cflags --libs tipsearch)
separate_arguments(options UNIX_COMMAND "${output}")
run(pkg-config --variable=libdir tipsearch)
string(STRIP "${output}" libraries)
run(cc ${flags} ${SOURCE}/consumer.c -o ${WORK}/consumer_pc ${options} -Wl,-rpath,${libraries})
expect_version(${WORK}/consumer_pc)
