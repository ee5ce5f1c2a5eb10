package io.keelstream.gitwatcher.signature;

import io.keelstream.messaging.signature.SshPublicKey;
import io.keelstream.messaging.signature.SshSignature;
import java.util.HashSet;
import java.util.Set;

/** Public keys of SSH and the signatures that they make in the name space {@code git}. Immutable. */
final class SshKeys {

    private static final String NAME_SPACE = "git";

    private final Set<SshPublicKey> keys;

    private SshKeys(Set<SshPublicKey> keys) {
        this.keys = Set.copyOf(keys);
    }

    /** Collects keys. */
    static final class Builder {

        private final Set<SshPublicKey> keys = new HashSet<>();

        /** Adds every key of a file; one that is none throws. */
        void add(String file) {
            file.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(SshPublicKey::parse)
                    .forEach(keys::add);
        }

        boolean isEmpty() {
            return keys.isEmpty();
        }

        SshKeys build() {
            return new SshKeys(keys);
        }
    }

    /** Who made a signature over some data; one that cannot be read throws. */
    Signer signer(byte[] data, String armored) {
        SshSignature signature = SshSignature.parse(armored);
        if (!signature.namesOneOf(keys)) {
            return new Signer.Stranger(signature.fingerprint());
        }
        if (!signature.namespace().equals(NAME_SPACE)) {
            return new Signer.Broken("was made for something else than Git");
        }
        return signature.verifies(keys, NAME_SPACE, data)
                ? new Signer.Known(signature.fingerprint())
                : new Signer.Broken("does not match its content");
    }
}
