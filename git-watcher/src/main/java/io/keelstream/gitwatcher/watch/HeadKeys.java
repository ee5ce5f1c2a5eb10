package io.keelstream.gitwatcher.watch;

/** Keys of the {@code head} topic: {@code repository@ref}, and {@code repository@ref#application}. Stateless. */
public final class HeadKeys {

    private HeadKeys() {}

    static String application(String ref, String application) {
        return ref + "#" + application;
    }

    /** The application of a key; empty in a ref's own key. */
    public static String applicationOf(String key) {
        int hash = key.indexOf('#');
        return hash < 0 ? "" : key.substring(hash + 1);
    }

    /** The ref of a key. */
    public static String refOf(String key) {
        int hash = key.indexOf('#');
        return hash < 0 ? key : key.substring(0, hash);
    }
}
