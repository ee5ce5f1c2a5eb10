/**
 * What a Kubernetes object is to Keelstream: a tree of plain Java values, and names for it that do not depend on a
 * version or a client. Pure; everything else in this module builds on it.
 */
@NullMarked
package io.keelstream.kubernetes.object;

import org.jspecify.annotations.NullMarked;
