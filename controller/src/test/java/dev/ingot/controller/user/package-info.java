/** Tests of users and groups. */
@NullMarked
package dev.ingot.controller.user;

import org.jspecify.annotations.NullMarked;
