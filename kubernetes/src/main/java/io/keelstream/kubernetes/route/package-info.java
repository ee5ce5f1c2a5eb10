/** Routes of the Gateway API and of Istio: what they name, weights laid over them, and whether their controllers follow. Pure. */
@NullMarked
package io.keelstream.kubernetes.route;

import org.jspecify.annotations.NullMarked;
