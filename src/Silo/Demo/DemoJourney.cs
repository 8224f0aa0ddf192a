using MusicGen.Client;
using MusicGen.Client.Corpora;
using MusicGen.Client.Sessions;
using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Contracts.Datasets;
using MusicGen.Contracts.Models;
using MusicGen.Contracts.Sessions;
using MusicGen.Contracts.Training;
using MusicGen.Music.Midi;

namespace MusicGen.Silo.Demo;

/// <summary>From MIDI files to new tunes, through the service's HTTP API.</summary>
internal sealed class DemoJourney(MusicGenClient client, DemoOptions options, DemoView view)
{
    private const int ReasonsShown = 3;

    /// <summary>Half of the service's own: a demo's few pieces are learnt in few passes, which shorter steps make more of.</summary>
    private const int SequenceLength = 64;

    /// <summary>A band, as in most jazz: without a limit a network of a minute's training lets every instrument that it has heard play a few notes.</summary>
    private const int Players = 4;

    /// <summary>A little surer than the service's own: what such a network thinks unlikely is wrong more often than it is new.</summary>
    private const double Temperature = 0.95;
    private const double TopP = 0.9;

    public async Task RunAsync(IReadOnlyList<Lazy<MidiFile>> files, CancellationToken cancellationToken)
    {
        var corpus = await UploadAsync(files, cancellationToken);
        var training = await TrainAsync(corpus, cancellationToken);
        var model = await client.Models.PublishAsync(new PublishModel(training.Id, "demo"), cancellationToken);
        var tunes = await ComposeAsync(model, cancellationToken);
        var losses = PathOf("losses.png");
        LossPicture.Save(training.Losses, losses);
        Report(training, model, tunes, losses);
    }

    private async Task<CorpusSummary> UploadAsync(IReadOnlyList<Lazy<MidiFile>> files, CancellationToken cancellationToken)
    {
        var from = options.Corpus is null ? "practice pieces, written by rule" : options.Corpus.FullName;
        var corpus = await view.StageAsync($"Reading {files.Count:N0} MIDI files ({from})", async meter =>
        {
            var created = await client.Corpora.CreateAsync(new CreateCorpus("demo"), cancellationToken: cancellationToken);
            var before = 0;
            foreach (var batch in UploadBatches.Of(files.Select(file => file.Value)))
            {
                var ingestion = await client.Corpora.UploadAsync(created.Id, batch, cancellationToken);
                await foreach (var progress in client.Corpora.WatchAsync(created.Id, ingestion.Number, cancellationToken)) meter.Show(before + progress.Done, files.Count);
                before += batch.Count;
            }
            return await client.Corpora.GetAsync(created.Id, cancellationToken);
        });
        var similar = corpus.NearDuplicates > 0 ? $", {corpus.NearDuplicates:N0} near-duplicates" : "";
        var filtered = corpus.Filtered > 0 ? $", {corpus.Filtered:N0} filtered" : "";
        view.Say($"  {corpus.Accepted:N0} accepted with {corpus.Notes:N0} notes, {corpus.Duplicates:N0} duplicates{similar}{filtered}, {corpus.Rejected:N0} rejected");
        if (corpus.Accepted < corpus.Files) await SayReasonsAsync(corpus, cancellationToken);
        return corpus.Accepted > 0 ? corpus : throw new DemoException("No file could be used: MusicGen needs MIDI files that have notes.");
    }

    private async Task SayReasonsAsync(CorpusSummary corpus, CancellationToken cancellationToken)
    {
        var page = await client.Corpora.FilesAsync(corpus.Id, cancellationToken: cancellationToken);
        foreach (var file in page.Items.Where(file => file.Outcome != FileOutcome.Accepted).Take(ReasonsShown))
            view.Say($"  {file.Name}: {ContractJson.NameOf(file.Outcome)}. {file.Reason}{(file.Offset is { } offset ? $" (byte {offset:N0})" : "")}");
    }

    private async Task<TrainingSummary> TrainAsync(CorpusSummary corpus, CancellationToken cancellationToken)
    {
        var training = await client.Trainings.CreateAsync(
            new CreateTraining(corpus.Id, "demo", options.Preset, options.Epochs, SequenceLength: SequenceLength, Seed: options.Seed, Tokenizer: new TokenizerSettings(options.Tokens)), cancellationToken: cancellationToken);
        await view.StageAsync($"Training, preset {options.Preset}, {options.Epochs:N0} epochs", async meter =>
        {
            string? note = null;
            await foreach (var happened in client.Trainings.WatchAsync(training.Id, cancellationToken))
            {
                if (happened.Losses is { } losses) note = Describe(losses);
                if (happened is { Step: { } step, TotalSteps: { } total }) meter.Show(step, total, note);
            }
            return true;
        });
        training = await client.Trainings.GetAsync(training.Id, cancellationToken);
        return training.Phase == TrainingPhase.Succeeded
            ? training
            : throw new DemoException($"The training did not succeed: {training.Failure?.Reason ?? ContractJson.NameOf(training.Phase)}");
    }

    private async Task<List<(TuneSummary Tune, string Midi)>> ComposeAsync(ModelSummary model, CancellationToken cancellationToken) =>
        await view.StageAsync($"Composing {options.Tunes:N0} tunes", async meter =>
        {
            var session = await client.Sessions.CreateAsync(new CreateSession(model.Id, "demo"), cancellationToken: cancellationToken);
            var composed = new List<(TuneSummary, string)>();
            for (var number = 1; number <= options.Tunes; number++)
            {
                var tune = await client.Sessions.ComposeAsync(session.Id, TuneOf(number), cancellationToken: cancellationToken);
                var progress = new TuneProgress(tune.Settings);
                await foreach (var happened in client.Sessions.WatchAsync(session.Id, tune.Number, cancellationToken))
                {
                    progress.Take(happened);
                    meter.Show(((number - 1) * progress.Total) + progress.Done, options.Tunes * progress.Total);
                }
                tune = await client.Sessions.TuneAsync(session.Id, tune.Number, cancellationToken);
                if (tune.Phase != TunePhase.Succeeded) throw new DemoException($"Tune {number} could not be composed: {tune.Reason ?? $"it was {ContractJson.NameOf(tune.Phase)}."}");
                composed.Add((tune, await SaveAsync(session.Id, tune, cancellationToken)));
            }
            return composed;
        });

    private CreateTune TuneOf(int number)
    {
        var seed = options.Seed + number;
        return options.Tokens == TokenizerKind.Score24
            ? new CreateTune(Seed: seed, Temperature: Temperature, TopP: TopP, Players: Players)
            : new CreateTune(Seed: seed);
    }

    private async Task<string> SaveAsync(string session, TuneSummary tune, CancellationToken cancellationToken)
    {
        var name = $"tune-{tune.Number}";
        var midi = await client.Sessions.MidiAsync(session, tune.Number, cancellationToken);
        await File.WriteAllBytesAsync(PathOf(name + ".mid"), midi, cancellationToken);
        await File.WriteAllTextAsync(PathOf(name + ".notes"), await client.Sessions.NoteFileAsync(session, tune.Number, cancellationToken), cancellationToken);
        PianoRollPicture.Save(MidiReader.Read(midi).Score, $"Tune {tune.Number}, seed {tune.Settings.Seed}", PathOf(name + ".png"));
        return PathOf(name + ".mid");
    }

    private void Report(TrainingSummary training, ModelSummary model, IEnumerable<(TuneSummary Tune, string Midi)> tunes, string losses)
    {
        view.Say("");
        view.Say("Losses, in nats a token (held-out: pieces that the model does not learn from)");
        foreach (var row in training.Losses) view.Say("  " + Describe(row));
        view.Say("");
        view.Say($"Model {model.Id} version {model.Current.Number} is checkpoint {model.Current.Checkpoint}, the one with the lowest held-out loss.");
        view.Say("");
        view.Say("Tunes, each with note file (.notes) and piano roll (.png) beside it");
        foreach (var (tune, midi) in tunes) view.Say($"  {midi}: {tune.Notes:N0} notes, {tune.DurationSeconds:N0} s, seed {tune.Settings.Seed}");
        view.Say($"Losses as a picture: {losses}");
    }

    private static string Describe(EpochLosses losses) =>
        $"epoch {losses.Epoch,3}: train {losses.Train:F4}, held-out {(losses.HeldOut is { } heldOut ? $"{heldOut:F4}" : "none")}";

    private string PathOf(string name) => Path.Combine(options.Out.FullName, name);
}
