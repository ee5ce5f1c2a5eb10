package io.keelstream.service;

/** The rule for {@code keelstream.installation}, which is part of every owner mark and the same for all services. */
public final class InstallationName {

    private InstallationName() {}

    /** Checks a configured name; throws {@link IllegalArgumentException} that names the property, the value and what is allowed. */
    public static void check(String installation) {
        if (!installation.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
            throw new IllegalArgumentException("keelstream.installation is '" + installation
                    + "'; allowed is a DNS-1123 label: lower-case letters, digits and dashes, at most 63");
        }
    }
}
