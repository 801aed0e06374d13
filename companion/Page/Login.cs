using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using MeterFirmware.Companion.Serve;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace MeterFirmware.Companion.Page;

/// <summary>The pages that ask for the password, and that end a login. Neither does anything by a link: only by its own form.</summary>
internal static class Login
{
    private const string EndPath = "/logout";

    public static void Map(IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetService<Doorkeeper>() is not Doorkeeper doorkeeper)
        {
            return;
        }

        app.MapGet(Guard.LoginPath, (RequestDelegate)(context => AskAsync(context, _ => "")));
        app.MapPost(Guard.LoginPath, (RequestDelegate)(context => EnterAsync(context, doorkeeper)));
        app.MapGet(EndPath, (RequestDelegate)(context => WriteAsync(context, EndPath, _ => "", words => words.LogOut, _ => "")));
        app.MapPost(EndPath, (RequestDelegate)LeaveAsync);
    }

    private static Task AskAsync(HttpContext context, Func<Words, string> problem) => WriteAsync(
        context,
        Guard.LoginPath,
        words => $"""<label>{words.Password} <input type="password" name="password" autocomplete="current-password" required autofocus></label>""",
        words => words.LogIn,
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
                await AskAsync(context, words => words.WrongPassword);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                context.Response.Headers.RetryAfter = "60";
                await AskAsync(context, words => words.TooManyPasswords);
                break;
        }
    }

    private static async Task LeaveAsync(HttpContext context)
    {
        if (await IsOwnFormAsync(context))
        {
            await context.SignOutAsync();
            SeeOther(context, Guard.LoginPath);
        }
    }

    private static async Task<bool> IsOwnFormAsync(HttpContext context)
    {
        bool isOwn = context.Request.HasFormContentType && await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context);
        if (!isOwn)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await AskAsync(context, words => words.OldForm);
        }

        return isOwn;
    }

    private static void SeeOther(HttpContext context, string path)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = path;
    }

    private static Task WriteAsync(HttpContext context, string path, Func<Words, string> field, Func<Words, string> button, Func<Words, string> problem)
    {
        Words words = Words.For(null, context.Request.Headers.AcceptLanguage.ToString());
        AntiforgeryTokenSet token = context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="{words.Code}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Meter</title><link rel="stylesheet" href="{PageFiles.Style}"></head>
            <body>
            <main>
            <h1>Meter</h1>
            <p role="alert">{HtmlEncoder.Default.Encode(problem(words))}</p>
            <form method="post" action="{path}">
            <input type="hidden" name="{token.FormFieldName}" value="{HtmlEncoder.Default.Encode(token.RequestToken!)}">
            {field(words)}
            <button>{button(words)}</button>
            </form>
            </main>
            </body>
            </html>
            """);
    }
}
