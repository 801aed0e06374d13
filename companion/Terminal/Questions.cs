using Spectre.Console;

namespace MeterFirmware.Companion.Terminal;

/// <summary>Takes an answer from the command line, and asks for it when it is not there and someone can be asked.</summary>
/// <param name="console">Where it is asked.</param>
/// <param name="canAsk">Whether someone sits there.</param>
/// <param name="cancellation">Ends the asking.</param>
internal sealed class Questions(IAnsiConsole console, bool canAsk, CancellationToken cancellation)
{
    /// <summary>Whether someone can be asked.</summary>
    public bool CanAsk => canAsk;

    /// <summary>Tells the options that are missing, so that all of them are named with the first; null for that one only.</summary>
    public Func<string[]>? AllMissing { get; init; }

    /// <summary>Where it is asked.</summary>
    public IAnsiConsole Console => console;

    /// <summary>Whether a person sits at this terminal.</summary>
    public static bool HasTerminal => !System.Console.IsInputRedirected && !System.Console.IsOutputRedirected;

    /// <summary>A text.</summary>
    /// <param name="given">From the command line, or null.</param>
    /// <param name="option">The option that gives it, for errors.</param>
    /// <param name="question">What is asked, without colon.</param>
    /// <param name="fallback">The answer when nobody gives one; null when there must be one.</param>
    /// <param name="problemOf">What is wrong with an answer, in words that start small and end without a point; null for nothing.</param>
    /// <exception cref="CommandFailure">It is wrong, or missing and nobody can be asked.</exception>
    public async Task<string> TextAsync(string? given, string option, string question, string? fallback, Func<string, string?> problemOf)
    {
        if (given != null)
        {
            return Checked(given, option, problemOf);
        }

        if (canAsk)
        {
            // Spectre puts a colon behind a default that it shows, and none elsewhere.
            bool isShown = fallback is { Length: > 0 };
            // Without a word about an empty answer it would ask again and again.
            TextPrompt<string> prompt = new TextPrompt<string>(Markup.Escape(question) + (isShown ? "" : ":"))
                .AllowEmpty()
                .Validate(Validation(text => problemOf(text) ?? (text.Length == 0 && fallback == null ? "an answer was expected" : null)));
            if (fallback != null)
            {
                prompt.DefaultValue(fallback).ShowDefaultValue(isShown);
            }

            return await prompt.ShowAsync(console, cancellation);
        }

        return fallback ?? throw Missing(option);
    }

    /// <summary>A text that is not shown. It never comes from the command line, which every user of the machine can read.</summary>
    /// <param name="given">From a file or the environment, or null.</param>
    /// <param name="option">The option that names the file, for errors.</param>
    /// <param name="question">What is asked, without colon.</param>
    /// <param name="problemOf">What is wrong with an answer; it must not quote it.</param>
    /// <exception cref="CommandFailure">It is wrong, or missing and nobody can be asked.</exception>
    public async Task<string> SecretAsync(string? given, string option, string question, Func<string, string?> problemOf)
    {
        if (given != null)
        {
            return Checked(given, option, problemOf);
        }

        return canAsk
            ? await new TextPrompt<string>(Markup.Escape(question) + ":").Secret().AllowEmpty().Validate(Validation(problemOf)).ShowAsync(console, cancellation)
            : throw Missing(option);
    }

    /// <summary>One of several.</summary>
    /// <param name="given">A name from the command line, or null.</param>
    /// <param name="option">The option that gives it, for errors.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="choices">What can be chosen, the likeliest first.</param>
    /// <param name="nameOf">How the option names it.</param>
    /// <param name="show">How it is shown.</param>
    /// <exception cref="CommandFailure">It is none of them, or missing and nobody can be asked.</exception>
    public async Task<T> ChoiceAsync<T>(string? given, string option, string question, IReadOnlyList<T> choices, Func<T, string> nameOf, Func<T, string> show)
        where T : notnull
    {
        string names = string.Join(", ", choices.Select(nameOf));
        if (given != null)
        {
            foreach (T choice in choices)
            {
                if (string.Equals(nameOf(choice), given, StringComparison.OrdinalIgnoreCase))
                {
                    return choice;
                }
            }

            throw new CommandFailure(ExitCode.WrongUsage, $"{option} takes one of {names}, not \"{given}\".");
        }

        if (!canAsk)
        {
            throw Missing(option, $", one of {names}");
        }

        T chosen = await new SelectionPrompt<T>()
            .Title(Markup.Escape(question))
            .AddChoices(choices)
            .UseConverter(choice => Markup.Escape(show(choice)))
            .ShowAsync(console, cancellation);
        console.MarkupLine($"{Markup.Escape(question)} [green]{Markup.Escape(show(chosen))}[/]");
        return chosen;
    }

    /// <summary>Yes or no.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="isYes">The answer when only Enter is pressed.</param>
    public Task<bool> ConfirmAsync(string question, bool isYes) =>
        new ConfirmationPrompt(Markup.Escape(question)) { DefaultValue = isYes, InvalidChoiceMessage = "[red]Please answer y or n.[/]" }.ShowAsync(console, cancellation);

    private static string Checked(string given, string option, Func<string, string?> problemOf) =>
        problemOf(given) is string problem ? throw new CommandFailure(ExitCode.WrongUsage, $"{option}: {problem}.") : given;

    private CommandFailure Missing(string option, string what = "") => AllMissing?.Invoke() is [_, _, ..] all
        ? new(ExitCode.WrongUsage, $"{string.Join(", ", all[..^1])} and {all[^1]} are missing; nobody can be asked for them here.")
        : new(ExitCode.WrongUsage, $"{option} is missing{what}; nobody can be asked for it here.");

    private static Func<string, ValidationResult> Validation(Func<string, string?> problemOf) => text =>
        problemOf(text) is string problem
            ? ValidationResult.Error($"[red]{Markup.Escape(char.ToUpperInvariant(problem[0]) + problem[1..])}.[/]")
            : ValidationResult.Success();
}

/// <summary>Takes a secret from where other users of the machine cannot read it.</summary>
internal static class SecretInput
{
    /// <summary>From a file's first line, else from the environment.</summary>
    /// <param name="file">The file, or null.</param>
    /// <param name="variable">The environment's variable.</param>
    /// <returns>Null when there is neither.</returns>
    /// <exception cref="CommandFailure">The file cannot be read.</exception>
    public static string? Read(string? file, string variable) =>
        file == null ? Environment.GetEnvironmentVariable(variable) : Sources.SmallFile.ReadFirstLine(file);
}
