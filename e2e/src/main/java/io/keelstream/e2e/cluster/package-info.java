/**
 * Clusters to test against. A test asks for {@link io.keelstream.e2e.cluster.TestCluster#start()} and runs on whichever
 * the system property {@code keelstream.e2e.cluster} names, so that one suite proves the same on all of them.
 */
@NullMarked
package io.keelstream.e2e.cluster;

import org.jspecify.annotations.NullMarked;
