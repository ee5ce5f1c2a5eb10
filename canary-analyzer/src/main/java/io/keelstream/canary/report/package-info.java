/** What an analysis publishes: the judge's knowledge in the words of the contract. */
@NullMarked
package io.keelstream.canary.report;

import org.jspecify.annotations.NullMarked;
