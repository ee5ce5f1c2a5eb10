package io.keelstream.canary.analysis;

import io.keelstream.contracts.analysis.Verdict;

/**
 * A verdict before it is issued.
 *
 * @param verdict what was concluded
 * @param reason why, for people
 */
record Decision(Verdict verdict, String reason) {}
