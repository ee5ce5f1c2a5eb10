/** The rules of one installation with their levels, and what an application may say about them. Pure. */
@NullMarked
package io.keelstream.kubernetes.policy.installation;

import org.jspecify.annotations.NullMarked;
