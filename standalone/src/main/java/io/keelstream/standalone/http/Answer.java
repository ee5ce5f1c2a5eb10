package io.keelstream.standalone.http;

/**
 * What a request gets.
 *
 * @param code HTTP's status
 * @param text plain text
 */
record Answer(int code, String text) {

    /** The status's name. */
    String reason() {
        return switch (code) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 431 -> "Request Header Fields Too Large";
            case 503 -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }
}
