/**
 * Sealing of Secrets between the service that reads Git and the one that writes to the cluster: values travel encrypted
 * with age (X25519), and only the applier holds the identity. Pure apart from the randomness that sealing needs.
 */
@NullMarked
package io.keelstream.kubernetes.seal;

import org.jspecify.annotations.NullMarked;
