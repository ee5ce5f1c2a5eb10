/** Credentials that a program of the installation issues, like the credential plug-ins of a kubeconfig. */
@NullMarked
package io.keelstream.gitwatcher.credential;

import org.jspecify.annotations.NullMarked;
