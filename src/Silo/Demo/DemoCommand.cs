using System.CommandLine;
using System.CommandLine.Parsing;
using MusicGen.Client;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Training;
using MusicGen.Silo.Hosting;

namespace MusicGen.Silo.Demo;

/// <summary>The <c>demo</c> command: the whole journey on one machine, in under three minutes.</summary>
internal static class DemoCommand
{
    private const int DefaultEpochs = 6;
    private const int DefaultEpochsOfNoteNames = 12;
    private const int DefaultTunes = 3;
    private const int MaxTunes = 100;
    private const int Interrupted = 130;

    private const string Embedded = "embedded";
    private const string Cluster = "cluster";
    private const string UsualRedis = "127.0.0.1:6379";

    /// <summary>Azurite's own, at its usual port: https://learn.microsoft.com/azure/storage/common/storage-connect-azurite</summary>
    private const string UsualStorage = "UseDevelopmentStorage=true";

    public static Command Create()
    {
        var output = new Option<DirectoryInfo>("--out") { Description = "The folder for tunes and pictures; created where it is absent.", DefaultValueFactory = _ => new DirectoryInfo("demo") };
        var corpus = new Option<DirectoryInfo?>("--corpus") { Description = "A folder of MIDI files to learn from, subfolders included. Default: practice pieces that MusicGen writes itself." };
        var epochs = new Option<int?>("--epochs")
        {
            Description = $"Passes over the training pieces. Default: {DefaultEpochs}; with note names, which are fewer, {DefaultEpochsOfNoteNames}",
            CustomParser = result => InRange(result, "--epochs", 1, 10_000),
        };
        var preset = new Option<string>("--preset") { Description = $"The network's size: {Presets.Names}.", DefaultValueFactory = _ => Presets.Default };
        var seed = new Option<long>("--seed") { Description = "The same seed gives the same tunes, byte for byte.", DefaultValueFactory = _ => 1 };
        var tunes = new Option<int>("--tunes") { Description = $"How many tunes to compose, 1 to {MaxTunes}.", DefaultValueFactory = _ => DefaultTunes };
        var tokens = new Option<string>("--tokens")
        {
            Description = "The language to learn and compose in: score24 (bars, rhythm, instruments, drums) or notenames (a word a note or chord, as in the origin report).",
            DefaultValueFactory = _ => TokenizerKinds.Default,
        };
        var profile = new Option<string>("--profile")
        {
            Description = "embedded: one process and its worker; cluster: two web silos and one that trains, as processes of their own, with a Redis and a store that run already (deploy/local/up starts both).",
            DefaultValueFactory = _ => Embedded,
        };
        profile.AcceptOnlyFromAmong(Embedded, Cluster);
        var redis = new Option<string?>("--redis") { Description = $"The cluster's Redis. Default: {UsualRedis}" };
        var storage = new Option<string?>("--storage") { Description = "The connection string of the cluster's storage account. Default: Azurite's at its usual port" };
        tokens.AcceptOnlyFromAmong([.. TokenizerKinds.Names]);
        preset.Validators.Add(result =>
        {
            if (result.Tokens is [.., var name] && Presets.Find(name.Value) is null)
                result.AddError($"There is no preset '{name.Value}': choose one of {Presets.Names}.");
        });
        seed.CustomParser = result => InRange(result, "--seed", 0, (1L << 53) - MaxTunes - 1);
        tunes.CustomParser = result => InRange(result, "--tunes", 1, MaxTunes);

        var command = new Command("demo", "Starts the service in a temporary folder, trains on MIDI files through its HTTP API and composes tunes.") { output, corpus, epochs, preset, seed, tunes, tokens, profile, redis, storage };
        command.Validators.Add(result =>
        {
            if (result.GetValue(profile) == Embedded && (result.GetValue(redis) ?? result.GetValue(storage)) is not null) result.AddError("--redis and --storage are for --profile cluster.");
        });
        command.SetAction((result, cancellationToken) =>
        {
            var kind = TokenizerKinds.Parse(result.GetRequiredValue(tokens));
            var passes = result.GetValue(epochs) ?? (kind == TokenizerKind.NoteNames ? DefaultEpochsOfNoteNames : DefaultEpochs);
            var options = new DemoOptions(
                result.GetRequiredValue(output), result.GetValue(corpus), passes, result.GetRequiredValue(preset), result.GetValue(seed), result.GetValue(tunes), kind,
                result.GetRequiredValue(profile) == Cluster ? (result.GetValue(redis) ?? UsualRedis, result.GetValue(storage) ?? UsualStorage) : null);
            return RunAsync(options, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        try
        {
            DemoFolder.RequireWritable(options.Out);
            var files = options.Corpus is null ? StarterFiles.Compose() : CallersFiles.Find(options.Corpus);
            await using IDemoService service = options.Cluster is var (redis, storage)
                ? await DemoCluster.StartAsync(redis, storage, cancellationToken)
                : await DemoService.StartAsync(cancellationToken);
            await new DemoJourney(service.Client, options, DemoView.ForThisConsole()).RunAsync(files, cancellationToken);
            return 0;
        }
        catch (Exception e) when (e is DemoException or StartupException)
        {
            return await RefuseAsync(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or HttpRequestException)
        {
            return await RefuseAsync($"The demo cannot go on: {e.Message}");
        }
        catch (MusicGenException e)
        {
            return await RefuseAsync($"The service refused: {e.Message}");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped before the end; nothing was left running.");
            return Interrupted;
        }
    }

    private static async Task<int> RefuseAsync(string message)
    {
        await Console.Error.WriteLineAsync(message);
        return SiloCommand.UsageError;
    }

    private static T InRange<T>(ArgumentResult result, string option, T least, T most)
        where T : IComparable<T>, IParsable<T>
    {
        if (T.TryParse(result.Tokens[^1].Value, null, out var value) && value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0) return value;
        result.AddError($"{option} must be {least:N0} to {most:N0}.");
        return least;
    }
}
