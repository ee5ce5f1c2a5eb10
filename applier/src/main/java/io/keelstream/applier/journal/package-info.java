/** What is recorded while a release runs: a step's state, inventory, event and span, each in one transaction. */
@NullMarked
package io.keelstream.applier.journal;

import org.jspecify.annotations.NullMarked;
