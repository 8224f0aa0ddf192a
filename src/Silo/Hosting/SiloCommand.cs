using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Microsoft.Extensions.Options;
using MusicGen.Grains;
using MusicGen.Silo.Accounts;
using MusicGen.Silo.Clustering;
using MusicGen.Silo.Demo;
using MusicGen.Silo.Telemetry;

namespace MusicGen.Silo.Hosting;

/// <summary>The program's command line: serve, or show the whole journey.</summary>
internal static class SiloCommand
{
    /// <summary>Exit code for everything that the caller can mend: options, folders, input.</summary>
    public const int UsageError = 2;

    /// <summary>Exit code of a silo that is no member of its cluster any more: started again, it joins.</summary>
    private const int Expelled = 3;

    private const string OperatorPortSetting = $"{TelemetryOptions.Section}:{nameof(TelemetryOptions.OperatorPort)}";

    /// <summary>After Ctrl-C the host's own shutdown timeout decides; this one must only not be shorter than the longest there is.</summary>
    private static readonly InvocationConfiguration Patience = new() { ProcessTerminationTimeout = TimeSpan.FromHours(2) };

    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Create().Parse(args);
        if (parsed.Errors.Count == 0) return await parsed.InvokeAsync(Patience);
        foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync(error.Message);
        await Console.Error.WriteLineAsync("See --help.");
        return UsageError;
    }

    private static RootCommand Create()
    {
        var data = new Option<string?>("--data") { Description = "The folder for everything durable. Default: ./data" };
        var port = new Option<int?>("--port") { Description = "The HTTP port; 0: any free one. Default: 5080", CustomParser = Number };
        var settings = new Argument<string[]>("setting") { Description = "Other settings, over those of appsettings.json: --Section:Key value", Arity = ArgumentArity.ZeroOrMore };
        var command = new RootCommand("MusicGen: learns from MIDI collections and composes new tunes. Without a command it serves until Ctrl-C.") { data, port, settings };
        command.Add(DemoCommand.Create());
        command.Add(KeyCommand.Create());
        command.SetAction((result, cancellationToken) => ServeAsync(result.GetValue(data), result.GetValue(port), result.GetValue(settings) ?? [], cancellationToken));
        return command;
    }

    private static int? Number(ArgumentResult argument)
    {
        if (int.TryParse(argument.Tokens[^1].Value, out var number)) return number;
        argument.AddError($"'{argument.Tokens[^1].Value}' is no port: ports are numbers.");
        return null;
    }

    private static async Task<int> ServeAsync(string? data, int? port, IReadOnlyList<string> settings, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            .. data is null ? Array.Empty<string>() : [$"--{SiloSettings.Section}:{nameof(SiloSettings.DataFolder)}", data],
            .. port is null ? Array.Empty<string>() : [$"--{SiloSettings.Section}:{nameof(SiloSettings.Port)}", $"{port}"],
            .. settings,
        ];
        if (SettingArguments.FindStranger(settings) is { } stranger)
        {
            await Console.Error.WriteLineAsync($"'{stranger}' is no command or option: see --help. Settings are given as --Section:Key value.");
            return UsageError;
        }
        try
        {
            await using var app = SiloApplication.Build(arguments);
            var listening = app.Services.GetRequiredService<IOptions<SiloSettings>>().Value;
            FreePort.Require(listening.Address, listening.Port, "--port");
            if (app.Services.GetRequiredService<IOptions<TelemetryOptions>>().Value is { OperatorPort: { } operators } telemetry)
                FreePort.Require(IPAddress.Parse(telemetry.OperatorAddress), operators, OperatorPortSetting);
            await app.Services.GetRequiredService<ServiceFolder>().PrepareAsync(cancellationToken);
            await FirstKey.RequireAsync(app.Services.GetRequiredService<IOptions<AccountsOptions>>().Value, app.Services.GetRequiredService<OwnedIds>(), cancellationToken);
            var health = app.Services.GetRequiredService<ClusterHealth>();
            await app.EnterClusterAsync(cancellationToken);
            await app.RunAsync(cancellationToken);
            return health.IsExpelled ? Expelled : 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0; // stopped before it had started
        }
        catch (StartupException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return UsageError;
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            // Somebody was faster since the port was looked at.
            await Console.Error.WriteLineAsync($"{e.Message} Choose another port with --port or {OperatorPortSetting}.");
            return UsageError;
        }
    }
}
