using System.CommandLine;
using System.CommandLine.Parsing;
using MeterFirmware.Companion.Brokers;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands;

/// <summary>The options that say which broker, and as whom.</summary>
internal sealed class BrokerOptions
{
    private const string PasswordVariable = "METER_BROKER_PASSWORD";

    /// <summary>Makes them.</summary>
    /// <param name="name">How the option that names the broker is called.</param>
    /// <param name="description">What it is for.</param>
    public BrokerOptions(string name, string description)
    {
        Url = new Option<BrokerAddress?>(name)
        {
            Description = description,
            HelpName = "URL",
            CustomParser = result => Address(result, name),
        };
    }

    /// <summary>The option that names the broker.</summary>
    public Option<BrokerAddress?> Url { get; }

    private Option<string?> User { get; } = new("--user")
    {
        Description = $"User at the broker; the password comes from {PasswordVariable}, from --password-file, or is asked for",
        HelpName = "NAME",
    };

    private Option<string?> PasswordFile { get; } = new("--password-file")
    {
        Description = "A file whose first line is that password",
        HelpName = "FILE",
    };

    private Option<string?> Ca { get; } = new("--ca")
    {
        Description = "For mqtts: the certificate of the authority that the broker's must come from (PEM)",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(Url);
        command.Options.Add(User);
        command.Options.Add(PasswordFile);
        command.Options.Add(Ca);
    }

    /// <summary>Adds an error when something is said about a broker that is not named.</summary>
    public void RequireUrl(CommandResult result)
    {
        Option[] others = [User, PasswordFile, Ca];
        if (result.GetResult(Url) == null && others.FirstOrDefault(option => result.GetResult(option) != null) is Option lonely)
        {
            result.AddError($"{lonely.Name} belongs to {Url.Name} URL.");
        }
    }

    /// <summary>The broker that the command line names, or null. May ask for the password.</summary>
    /// <exception cref="CommandFailure">The password file cannot be read.</exception>
    public BrokerAccess? Read(ParseResult parsed) =>
        parsed.GetValue(Url) is BrokerAddress address ? Read(parsed, address) : null;

    /// <summary>The broker that the command line names, or another.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="other">The other.</param>
    /// <exception cref="CommandFailure">The password file cannot be read.</exception>
    public BrokerAccess Read(ParseResult parsed, BrokerAddress other)
    {
        BrokerAddress address = parsed.GetValue(Url) ?? other;
        string user = parsed.GetValue(User) ?? "";
        return new BrokerAccess(address, user, user.Length == 0 ? "" : Password(parsed, user, address), parsed.GetValue(Ca));
    }

    private string Password(ParseResult parsed, string user, BrokerAddress address)
    {
        if (parsed.GetValue(PasswordFile) is string path)
        {
            try
            {
                return File.ReadLines(path).FirstOrDefault() ?? "";
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new CommandFailure(ExitCode.BadInput, $"The password file {path} cannot be read: {error.Message.TrimEnd('.')}.");
            }
        }

        return Environment.GetEnvironmentVariable(PasswordVariable)
            ?? (Console.IsInputRedirected || Console.IsOutputRedirected ? "" : Ask(user, address));
    }

    private static string Ask(string user, BrokerAddress address) =>
        AnsiConsole.Prompt(new TextPrompt<string>(Markup.Escape($"Password of {user} at {address.Host}:")).Secret(null).AllowEmpty());

    private static BrokerAddress? Address(ArgumentResult result, string option)
    {
        string text = result.Tokens[0].Value;
        if (BrokerAddress.TryParse(text, out BrokerAddress? address))
        {
            return address;
        }

        // What stands before an @ may be a password.
        string shown = text[(text.LastIndexOf('@') + 1)..];
        result.AddError(shown.Length < text.Length
            ? $"{option} takes {BrokerAddress.Form}; the user goes to --user, the password to {PasswordVariable}."
            : $"{option} takes {BrokerAddress.Form}, not \"{text}\".");
        return null;
    }
}
