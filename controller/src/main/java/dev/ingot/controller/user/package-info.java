/** Users: people who log in, known to UAA and to the API alike. */
@NullMarked
package dev.ingot.controller.user;

import org.jspecify.annotations.NullMarked;
