/** How web servers are reached: proxies, hosts that are asked past them, and who vouches for a server. */
@NullMarked
package io.keelstream.gitwatcher.network;

import org.jspecify.annotations.NullMarked;
