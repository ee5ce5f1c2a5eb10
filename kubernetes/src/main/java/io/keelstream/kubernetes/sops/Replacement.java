package io.keelstream.kubernetes.sops;

/** What is written in place of an encrypted value. */
sealed interface Replacement {

    /** What is written, without quotes. */
    String text();

    /** A string: quoted where the format quotes strings. */
    record Text(String text) implements Replacement {}

    /** A number or a boolean, as all formats write them. */
    record Literal(String text) implements Replacement {}

    /** A value by its type. */
    static Replacement of(SopsValue value, String plain) {
        return switch (value.type()) {
            case "int", "float", "bool" -> new Literal(plain);
            default -> new Text(plain);
        };
    }
}
