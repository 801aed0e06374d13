using System.CommandLine;
using System.CommandLine.Parsing;
using MeterFirmware.Companion.Chip;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Service;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Companion.Terminal;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter service install</c>: a unit of systemd for this user that runs <c>meter serve</c>.</summary>
internal static class ServiceInstallCommand
{
    private const string StateName = "totals.state";

    public static Command Create(TimeProvider clock)
    {
        ServeOptions options = new(isService: true);
        Option<bool> dryRun = ServiceCommand.DryRun();
        Command command = new("install", "Make 'meter serve' a service, with these options, and start it; again with others to change them") { dryRun };
        options.AddTo(command);
        options.Run.State.Description = $"Keep the totals in this file; default {Path.Combine("~", ".local", "state", "meter", StateName)}";
        command.Validators.Add(options.ValidateLine);
        command.SetAction(async (parsed, cancellation) =>
        {
            ServiceCommand.RequireUsersSystemd();
            ParseResult all = ServeConfig.Over(parsed, options);
            ServiceUnit unit = Unit(options, parsed, all, dryRun);
            bool isDry = parsed.GetValue(dryRun);
            List<CommandFailure> wrong = Check(options, all, clock);
            string? portProblem = options.Run.Sources.PortOf(all) is string port ? await SerialGroup.ProblemAsync(port, cancellation) : null;
            if (portProblem != null && !isDry)
            {
                wrong.Add(new CommandFailure(ExitCode.NotReachable, portProblem));
            }

            UserService service = new(Console.Out, cancellation);
            if (isDry)
            {
                service.TellInstall(unit);
                Warn(portProblem);
            }

            if (wrong.Count > 0)
            {
                throw new CommandFailure(wrong[0].ExitCode, string.Join('\n', wrong.Select(failure => failure.Message)));
            }

            if (!isDry)
            {
                await service.InstallAsync(unit);
            }

            foreach (string? note in Notes(options.Run, all, unit))
            {
                Warn(note);
            }

            return ExitCode.Well;
        });
        return command;
    }

    // The options as they were given, so that what serve understands is what the service does; files by their whole paths.
    private static ServiceUnit Unit(ServeOptions options, ParseResult parsed, ParseResult all, Option<bool> dryRun)
    {
        List<string> words = ["serve"];
        foreach (OptionResult given in parsed.CommandResult.Children.OfType<OptionResult>().Where(given => !given.Implicit && given.Option != dryRun))
        {
            words.AddRange(given.Tokens.Count == 0
                ? [given.Option.Name]
                : given.Tokens.SelectMany(token => new[] { given.Option.Name, options.IsFile(given.Option, token.Value) ? Path.GetFullPath(token.Value) : token.Value }));
        }

        // A file that was found in this folder is named, as the service runs in another.
        if (ServeConfig.PathIn(parsed.CommandResult, options) is string config && parsed.GetValue(options.Config) == null)
        {
            words.AddRange([options.Config.Name, Path.GetFullPath(config)]);
        }

        // A device elsewhere has prices and totals of its own.
        bool isReadHere = all.GetValue(options.Source) == null;
        if (isReadHere && all.GetValue(options.Run.Rates) == null && File.Exists(RatesFile.DefaultName))
        {
            words.AddRange([options.Run.Rates.Name, Path.GetFullPath(RatesFile.DefaultName)]);
        }

        string? state = all.GetValue(options.Run.State);
        if (isReadHere && state == null)
        {
            words.AddRange([options.Run.State.Name, Path.Combine(ServiceUnit.DefaultFolder, StateName)]);
        }

        string folder = state == null ? ServiceUnit.DefaultFolder : Path.GetDirectoryName(Path.GetFullPath(state))!;
        MeterProgram program = MeterProgram.Current;

        // A line of a unit ends where its line does, whatever quotes are around it.
        foreach (string word in words.Append(folder).Concat(program.Words).Append(program.DotnetRoot ?? ""))
        {
            if (word.Any(char.IsControl))
            {
                throw new CommandFailure(ExitCode.BadInput, $"\"{Quote.Of(word)}\" has a line break or another control character in it, which cannot stand in a unit of systemd; rename it.");
            }
        }

        return new ServiceUnit(program, words, folder);
    }

    // What would only be found out by the service, where nobody looks: all of it.
    private static List<CommandFailure> Check(ServeOptions serve, ParseResult parsed, TimeProvider clock)
    {
        RunOptions options = serve.Run;
        List<CommandFailure> wrong = [];
        Try(() => options.Sources.Create(parsed, clock)?.Dispose());
        Try(() => ServeCommand.ReadPassword(serve, parsed));
        Try(() => _ = options.Sources.Count(parsed.CommandResult) > 0 && options.RatesPath(parsed) is string rates ? RatesFile.Read(rates) : null);
        foreach (string secret in new[] { options.Broker.PasswordFileOf(parsed), options.NtfyTokenFileOf(parsed), parsed.GetValue(options.Prices.TokenFile) }.OfType<string>())
        {
            Try(() => SecretFile.Check(secret));
        }

        if (options.Broker.CaOf(parsed) is string authority)
        {
            Try(() => PemFile.Check(authority, "CERTIFICATE"));
        }

        return wrong;

        void Try(Action check)
        {
            try
            {
                check();
            }
            catch (CommandFailure failure)
            {
                wrong.Add(failure);
            }
        }
    }

    private static IEnumerable<string?> Notes(RunOptions options, ParseResult parsed, ServiceUnit unit)
    {
        yield return options.Sources.Count(parsed.CommandResult) > 0 && options.RatesPath(parsed) == null ? "Without --rates, and without a rates.json in this folder, nothing costs anything." : null;
        yield return options.Sources.PortOf(parsed) is string port && SerialPorts.StableNameOf(port) is string stable
            ? $"Linux numbers ports in the order of plugging in; {stable} stays the same, and is better for --port."
            : null;
        yield return unit.Program.IsInBuildFolder
            ? $"The service runs {unit.Program.Words[^1]}, which the next build replaces; install the tool ('dotnet pack companion', then 'dotnet tool install') and run 'meter service install' with it."
            : null;
    }

    private static void Warn(string? note)
    {
        if (note != null)
        {
            Console.Error.WriteLine($"Note: {note}");
        }
    }
}
