using System.CommandLine;
using MusicGen.Bench.Measuring;
using MusicGen.Contracts.Datasets;

namespace MusicGen.Bench.Midi;

/// <summary>The <c>midi</c> bench: from MIDI bytes to note file and tokens in the store.</summary>
internal static class MidiCommand
{
    public static Command Create()
    {
        var (corpora, rounds, json) = (BenchOptions.Corpora(), BenchOptions.Rounds(), BenchOptions.Json());
        var noService = new Option<bool>("--no-service") { Description = "Leave out the whole ingestion by a service of its own." };
        var noPeer = new Option<bool>("--no-peer") { Description = "Leave out mido." };
        var tokens = new Option<string>("--tokens") { Description = "The language of the service's tokens. Performances without a beat grid have none in score24.", DefaultValueFactory = _ => TokenizerKinds.Default };
        tokens.AcceptOnlyFromAmong([.. TokenizerKinds.Names]);
        var command = new Command("midi", "Reading, note files, tokens and whole ingestion in MB of MIDI a second, on one core, beside mido and what the machine can do.")
        {
            corpora, rounds, tokens, noService, noPeer, json,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var inputs = MidiInput.Load(arguments.GetRequiredValue(corpora));
            Machine.KeepToOneCore();
            var figures = MidiFigures.Measure(inputs, new Rounds(arguments.GetValue(rounds))).ToList();
            if (!arguments.GetValue(noService))
                figures.AddRange(await new ServiceFigures(inputs, TokenizerKinds.Parse(arguments.GetRequiredValue(tokens)), arguments.GetValue(rounds)).MeasureAsync(cancellationToken));
            var peer = arguments.GetValue(noPeer) ? null : MidoPeer.Measure(inputs);
            MidiTable.Print(inputs, figures, peer);
            BenchFile.Write(arguments.GetValue(json), MidiTable.Rows(figures, peer));
            return 0;
        });
        return command;
    }
}
