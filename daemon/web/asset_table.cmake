# Writes OUTPUT, a table in C of the files NAMES (joined by commas) of FOLDER: name, type, tag
# (their SHA-256) and bytes. asset.h declares it.
string(REPLACE "," ";" NAMES "${NAMES}")

function(type_of name result)
  get_filename_component(extension ${name} LAST_EXT)
  set(type_.css "text/css; charset=utf-8")
  set(type_.html "text/html; charset=utf-8")
  set(type_.js "text/javascript; charset=utf-8")
  set(type_.svg "image/svg+xml")
  set(type_.json "application/json")
  set(type_.txt "text/plain; charset=utf-8")
  if(NOT DEFINED type_${extension})
    message(FATAL_ERROR "${name}: asset_table.cmake has no type for ${extension}")
  endif()
  set(${result} ${type_${extension}} PARENT_SCOPE)
endfunction()

set(data "")
set(rows "")
set(number 0)
foreach(name IN LISTS NAMES)
  file(READ ${FOLDER}/${name} bytes HEX)
  file(SHA256 ${FOLDER}/${name} hash)
  string(SUBSTRING ${hash} 0 16 tag)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  type_of(${name} type)
  string(APPEND data "static const unsigned char data_${number}[] = {${bytes}0};\n")
  string(APPEND rows "    {\"${name}\", \"${type}\", \"W/\\\"${tag}\\\"\", data_${number}, "
                     "sizeof data_${number} - 1},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUTPUT} "#include \"web/asset.h\"\n\n${data}\n"
  "const struct tip_web_asset tip_web_assets[] = {\n${rows}};\n"
  "const size_t tip_web_asset_count = ${number};\n")
