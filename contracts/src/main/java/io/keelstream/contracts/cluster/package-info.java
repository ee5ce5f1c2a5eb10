/** What the clusters are: facts that charts may depend on, nothing that churns. */
@NullMarked
package io.keelstream.contracts.cluster;

import org.jspecify.annotations.NullMarked;
