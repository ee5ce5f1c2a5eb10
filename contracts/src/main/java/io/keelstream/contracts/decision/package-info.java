/** What people decide about targets, and what the services answer. */
@NullMarked
package io.keelstream.contracts.decision;

import org.jspecify.annotations.NullMarked;
