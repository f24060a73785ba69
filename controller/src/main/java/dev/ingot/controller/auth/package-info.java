/** Who calls and what they may do: tokens, passwords, roles, the table of permissions. */
@NullMarked
package dev.ingot.controller.auth;

import org.jspecify.annotations.NullMarked;
