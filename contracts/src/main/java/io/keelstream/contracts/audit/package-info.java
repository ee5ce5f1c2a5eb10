/** What auditors read of a deployment: what it was, and what let it through. */
@NullMarked
package io.keelstream.contracts.audit;

import org.jspecify.annotations.NullMarked;
