/** The services as processes of their own, on a broker with an authorizer, each with its own account. */
@NullMarked
package io.keelstream.e2e.apart;

import org.jspecify.annotations.NullMarked;
