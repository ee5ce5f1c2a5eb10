/**
 * Documents encrypted with SOPS on their way to a cluster. Whoever reads Git sees the document alone and lets renderers work on
 * placeholders of its values ({@link io.keelstream.kubernetes.sops.SopsDocument}); whoever writes to the cluster has the age
 * identities, verifies the document as a whole and puts the values in place of the placeholders
 * ({@link io.keelstream.kubernetes.sops.SopsSecret}). Own code, since SOPS has no library for Java; age is read by jagged.
 */
@NullMarked
package io.keelstream.kubernetes.sops;

import org.jspecify.annotations.NullMarked;
