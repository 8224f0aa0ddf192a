using System.CommandLine;
using MusicGen.Bench.Fidelity;
using MusicGen.Bench.Midi;

// Every figure that MusicGen claims comes from a command of this program.
return await new RootCommand("Measures MusicGen: tables for people, and with --json a file for machines.")
{
    MidiCommand.Create(),
    FidelityCommand.Create(),
}.Parse(args).InvokeAsync();
