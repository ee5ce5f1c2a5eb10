package io.keelstream.contracts.targets;

/** What follows where a change breaks a rule of the installation, weakest first. */
public enum RuleLevel {
    /** Nothing: the rule is not asked. */
    OFF,
    /** It is reported. */
    WARN,
    /** The change waits for approval. */
    APPROVE,
    /** The change is not applied. */
    DENY,
    UNKNOWN;

    /** Whether less follows than under the other one. A level that this version does not know counts as the strictest. */
    public boolean weakerThan(RuleLevel other) {
        return compareTo(other) < 0;
    }
}
