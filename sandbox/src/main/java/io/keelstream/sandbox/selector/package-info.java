/** Label and field selectors, read and applied as a Kubernetes API server does. */
@NullMarked
package io.keelstream.sandbox.selector;

import org.jspecify.annotations.NullMarked;
