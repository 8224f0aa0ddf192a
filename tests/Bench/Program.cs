using System.CommandLine;
using MusicGen.Bench.Decode;
using MusicGen.Bench.Fidelity;
using MusicGen.Bench.Midi;
using MusicGen.Bench.Quality;
using MusicGen.Bench.Serve;
using MusicGen.Bench.Soak;
using MusicGen.Bench.Train;
using MusicGen.Learning.Devices;

SharedCores.Prepare(); // as the worker does

// Every figure that MusicGen claims comes from a command of this program.
RootCommand benches = new("Measures MusicGen: tables for people, and with --json a file for machines.")
{
    MidiCommand.Create(),
    FidelityCommand.Create(),
    TrainCommand.Create(),
    DecodeCommand.Create(),
    ServeCommand.Create(),
    SoakCommand.Create(),
    QualityCommand.Create(),
};
try
{
    return await benches.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
