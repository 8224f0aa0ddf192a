namespace MusicGen.Cli.Midi;

/// <summary>Takes inspections one by one and keeps none of them, so that any number of files fits.</summary>
internal interface IInspectionReport
{
    void Begin();

    void Add(MidiInspection inspection);

    void End();
}
