/** A Kubernetes API inside this JVM. */
@NullMarked
package io.keelstream.sandbox;

import org.jspecify.annotations.NullMarked;
