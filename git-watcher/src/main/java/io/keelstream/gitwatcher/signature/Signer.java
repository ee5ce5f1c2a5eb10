package io.keelstream.gitwatcher.signature;

/** Who signed an object, as far as a {@link KeyRing} knows. */
sealed interface Signer {

    /** One of the keys, and the signature holds. */
    record Known(String key) implements Signer {}

    /** A key that is not among them. Whether the signature holds is not known. */
    record Stranger(String key) implements Signer {}

    /** There is no signature. */
    record Nobody() implements Signer {}

    /**
     * The signature does not hold.
     *
     * @param why what is wrong with it, after "a signature that"
     */
    record Broken(String why) implements Signer {}
}
