# Varnish 7 in front of lawmap: a file /etc/varnish/lawmap.vcl, which varnish.service.conf beside it names.
#
# lawmap says itself how long a copy is good (Cache-Control: max-age, stale-while-revalidate, stale-if-error) and gives
# every answer an entity tag, so this file only adds what the protocol has no words for.
vcl 4.1;

import std;

backend lawmap {
    .host = "127.0.0.1";
    .port = "8080";
    .probe = {
        .url = "/readyz";
        .interval = 2s;
        .timeout = 1s;
        .window = 3;
        .threshold = 2;
        .initial = 2;
    }
}

acl staff {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    # Purge by version: curl -X BAN -H 'Lawmap-Dataset: VERSION' http://127.0.0.1:6081/ forgets what rests on that
    # version of the data. Hardly ever needed: copies ask again after five minutes, and most are confirmed.
    if (req.method == "BAN") {
        if (client.ip !~ staff) {
            return (synth(405));
        }
        if (req.http.Lawmap-Dataset !~ "^[0-9a-f]{32}$") {
            return (synth(400, "Lawmap-Dataset: 32 hexadecimal digits"));
        }
        ban("obj.http.Lawmap-Dataset == " + req.http.Lawmap-Dataset);
        return (synth(200, "forgotten"));
    }

    # The origin gets nothing about a visitor but what chooses the answer.
    unset req.http.Cookie;
    unset req.http.User-Agent;
    unset req.http.Referer;
    unset req.http.X-Forwarded-For;
    unset req.http.X-Real-IP;
    unset req.http.Forwarded;
    unset req.http.X-Cache;
    if (!req.http.X-Forwarded-Proto) {
        set req.http.X-Forwarded-Proto = "http";
    }

    # One copy a language instead of one for each wording of the same wish.
    if (req.http.Accept-Language ~ "(?i)^\s*(en|fr|es|ru|zh)\b") {
        set req.http.Accept-Language = regsub(std.tolower(req.http.Accept-Language), "^\s*(en|fr|es|ru|zh)\b.*$", "\1");
    }

    # While the origin is well a copy is at most an hour too old; while it is not, a day.
    if (std.healthy(req.backend_hint)) {
        set req.grace = 1h;
    } else {
        set req.grace = 24h;
    }
}

sub vcl_backend_response {
    # Grace: how long an old copy may be sent while a new one is fetched or the origin is down. Keep: how long it may be
    # confirmed by 304 instead of sent again.
    if (beresp.status == 200) {
        set beresp.grace = 24h;
        set beresp.keep = 7d;
    } elsif (beresp.status >= 500 && bereq.is_bgfetch) {
        # A failure behind an old copy is not kept: the copy goes on.
        return (abandon);
    }
}

sub vcl_hit {
    if (obj.ttl > 0s) {
        set req.http.X-Cache = "HIT";
    } else {
        set req.http.X-Cache = "STALE";
    }
}

sub vcl_miss {
    set req.http.X-Cache = "MISS";
}

sub vcl_backend_fetch {
    unset bereq.http.X-Cache;
}

sub vcl_deliver {
    set resp.http.X-Cache = req.http.X-Cache;
    unset resp.http.Via;
    unset resp.http.X-Varnish;
}
