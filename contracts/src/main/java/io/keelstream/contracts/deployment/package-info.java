/** Deployment events: the public story of every release. */
@NullMarked
package io.keelstream.contracts.deployment;

import org.jspecify.annotations.NullMarked;
