using System.CommandLine;
using MusicGen.Bench.Measuring;

namespace MusicGen.Bench.Fidelity;

/// <summary>The <c>fidelity</c> bench: what Score24 keeps of real music.</summary>
internal static class FidelityCommand
{
    public static Command Create()
    {
        var (corpora, json) = (BenchOptions.Corpora(), BenchOptions.Json());
        var command = new Command("fidelity", "What Score24 keeps of each corpus: errors of onsets, durations and velocities, and notes that it does not tell.") { corpora, json };
        command.SetAction(arguments =>
        {
            FidelityRow[] rows = [.. arguments.GetRequiredValue(corpora).Select(folder => FidelityRow.Of(folder.Name, MidiInput.Load([folder])))];
            FidelityTable.Print(rows);
            BenchFile.Write(arguments.GetValue(json), rows);
            return rows.All(row => row.IsWithinLimits) ? 0 : 1;
        });
        return command;
    }
}
