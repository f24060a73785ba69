// A small app for the cell's integration tests: each path does one thing a real app might.
package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

var hold [][]byte

func main() {
	terms := make(chan os.Signal, 1)
	signal.Notify(terms, syscall.SIGTERM)
	go func() {
		<-terms
		fmt.Println("got SIGTERM")
		if os.Getenv("STUBBORN") == "" {
			os.Exit(0)
		}
	}()
	if code := os.Getenv("EXIT_AT_ONCE"); code != "" {
		fmt.Fprintln(os.Stderr, "last words")
		n, _ := strconv.Atoi(code)
		os.Exit(n)
	}
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "hello from", os.Getenv("CF_INSTANCE_GUID")) })
	http.HandleFunc("/env", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, strings.Join(os.Environ(), "\n")) })
	http.HandleFunc("/status", func(w http.ResponseWriter, r *http.Request) {
		b, _ := os.ReadFile("/proc/self/status")
		w.Write(b)
	})
	http.HandleFunc("/read", func(w http.ResponseWriter, r *http.Request) {
		b, err := os.ReadFile(r.URL.Query().Get("file"))
		if err != nil {
			fmt.Fprintln(w, "error:", err)
		}
		w.Write(b)
	})
	http.HandleFunc("/exit", func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.URL.Query().Get("code"))
		os.Exit(n)
	})
	http.HandleFunc("/oom", func(w http.ResponseWriter, r *http.Request) {
		for {
			b := make([]byte, 1<<20)
			for i := range b {
				b[i] = 1
			}
			hold = append(hold, b)
		}
	})
	http.HandleFunc("/fill", func(w http.ResponseWriter, r *http.Request) {
		f, err := os.Create(r.URL.Query().Get("dir") + "/fill")
		total, b := 0, make([]byte, 1<<20)
		for err == nil {
			var n int
			n, err = f.Write(b)
			total += n
		}
		fmt.Fprintln(w, total, err)
	})
	http.HandleFunc("/dial", func(w http.ResponseWriter, r *http.Request) {
		c, err := net.DialTimeout("tcp", r.URL.Query().Get("to"), time.Second)
		if err == nil {
			c.Close()
			fmt.Fprintln(w, "connected")
			return
		}
		fmt.Fprintln(w, err)
	})
	http.HandleFunc("/log", func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.URL.Query().Get("lines"))
		pad := strings.Repeat("x", 1000)
		for i := 0; i < n; i++ {
			fmt.Println("line", i, pad)
		}
	})
	if os.Getenv("DEAF") != "" {
		select {}
	}
	port := os.Getenv("PORT")
	fmt.Println("listening on", port)
	http.ListenAndServe("0.0.0.0:"+port, nil)
}
