/** Smart HTTP at `/git/<org>/<space>/<app>.git`: JGit's servlet, with our rules about who may do what. */
@NullMarked
package dev.ingot.controller.git.http;

import org.jspecify.annotations.NullMarked;
