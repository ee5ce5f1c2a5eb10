package io.keelstream.contracts.inventory;

/** What a commit is that goes back to a bundle that was healthy here. */
public enum Revert {
    /** It goes back to the bundle that was healthy last: what came after it did not become healthy. */
    LAST_HEALTHY,
    /** It goes back further: to a bundle that was healthy before the last one that was. */
    EARLIER_HEALTHY,
    UNKNOWN
}
