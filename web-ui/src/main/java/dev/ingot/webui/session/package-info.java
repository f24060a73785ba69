/** Who is signed in: sessions kept in memory, the cookie that names them, and the guard before every page. */
@NullMarked
package dev.ingot.webui.session;

import org.jspecify.annotations.NullMarked;
