package io.keelstream.kubernetes.ownership;

/** The names of our field managers. */
public final class FieldManagers {

    /** The manager that applies what Git says. */
    public static final String KEELSTREAM = "keelstream";

    /** The manager that keeps a value alive from when we give a field up until its scaler owns it. */
    public static final String HANDOVER = "keelstream-handover";

    private FieldManagers() {}

    /** Whether a manager is one of ours. */
    public static boolean ours(String manager) {
        return manager.equals(KEELSTREAM) || manager.equals(HANDOVER);
    }
}
