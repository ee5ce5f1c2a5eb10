package io.keelstream.kubernetes.policy.installation;

/** Which violations of a change count. */
public enum Scope {
    /** Those that the change brings: what was broken in the same way before does not stand in the way of another change. */
    NEW,
    /** All of every object of the target, once anything of it changes. */
    ALL
}
