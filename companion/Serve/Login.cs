using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace MeterFirmware.Companion.Serve;

/// <summary>The pages that ask for the password, and that end a login. Neither does anything by a link: only by its own form.</summary>
internal static class Login
{
    /// <summary>Where it is.</summary>
    public const string Path = "/login";

    private const string EndPath = "/logout";

    public static void Map(IEndpointRouteBuilder app, Doorkeeper? doorkeeper)
    {
        if (doorkeeper == null)
        {
            return;
        }

        app.MapGet(Path, (RequestDelegate)(context => AskAsync(context, "")));
        app.MapPost(Path, (RequestDelegate)(context => EnterAsync(context, doorkeeper)));
        app.MapGet(EndPath, (RequestDelegate)(context => WriteAsync(context, EndPath, "", "Log out", "")));
        app.MapPost(EndPath, (RequestDelegate)LeaveAsync);
    }

    private static Task AskAsync(HttpContext context, string problem) => WriteAsync(
        context,
        Path,
        """<label>Password <input type="password" name="password" autocomplete="current-password" required autofocus></label>""",
        "Log in",
        problem);

    private static async Task EnterAsync(HttpContext context, Doorkeeper doorkeeper)
    {
        if (!await IsOwnFormAsync(context))
        {
            return;
        }

        string password = (await context.Request.ReadFormAsync()).TryGetValue("password", out var given) ? given.ToString() : "";
        switch (doorkeeper.Try(password, context.Connection.RemoteIpAddress ?? IPAddress.None))
        {
            case Attempt.Right:
                ClaimsIdentity who = new([new Claim(Guard.StampClaim, doorkeeper.Stamp)], "password");
                await context.SignInAsync(new ClaimsPrincipal(who), new AuthenticationProperties { IsPersistent = true });
                SeeOther(context, "/");
                break;
            case Attempt.Wrong:
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                await AskAsync(context, "That is not the password.");
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                context.Response.Headers.RetryAfter = "60";
                await AskAsync(context, "Too many wrong passwords; wait for a minute.");
                break;
        }
    }

    private static async Task LeaveAsync(HttpContext context)
    {
        if (await IsOwnFormAsync(context))
        {
            await context.SignOutAsync();
            SeeOther(context, Path);
        }
    }

    private static async Task<bool> IsOwnFormAsync(HttpContext context)
    {
        bool isOwn = context.Request.HasFormContentType && await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context);
        if (!isOwn)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await AskAsync(context, "The form was too old; once more, please.");
        }

        return isOwn;
    }

    private static void SeeOther(HttpContext context, string path)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = path;
    }

    private static Task WriteAsync(HttpContext context, string path, string field, string button, string problem)
    {
        AntiforgeryTokenSet token = context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Meter</title><link rel="stylesheet" href="{PageFiles.Style}"></head>
            <body>
            <main>
            <h1>Meter</h1>
            <p role="alert">{HtmlEncoder.Default.Encode(problem)}</p>
            <form method="post" action="{path}">
            <input type="hidden" name="{token.FormFieldName}" value="{HtmlEncoder.Default.Encode(token.RequestToken!)}">
            {field}
            <button>{button}</button>
            </form>
            </main>
            </body>
            </html>
            """);
    }
}
