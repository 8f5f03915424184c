// The C door to libcurl.
//
// curl_easy_setopt and curl_easy_getinfo are variadic, which Swift cannot call:
// one inline function per argument type stands in for them.
#pragma once
#include <curl/curl.h>

static inline CURLcode solum_curl_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode solum_curl_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode solum_curl_set_string(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode solum_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode solum_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(handle, option, value);
}

typedef size_t (*solum_curl_sink)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode solum_curl_set_sink(CURL *handle, CURLoption option, solum_curl_sink value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode solum_curl_get_long(CURL *handle, CURLINFO info, long *value) {
  return curl_easy_getinfo(handle, info, value);
}

typedef int (*solum_curl_meter)(void *context, curl_off_t download_total, curl_off_t downloaded,
                                curl_off_t upload_total, curl_off_t uploaded);

static inline CURLcode solum_curl_set_meter(CURL *handle, CURLoption option, solum_curl_meter value) {
  return curl_easy_setopt(handle, option, value);
}
