using System.Text;
using MusicGen.Contracts.Training;
using MusicGen.Music.Midi;
using MusicGen.Music.NoteFiles;
using MusicGen.Music.Scores;

namespace MusicGen.Trainer.Blobs;

/// <summary>The tunes of a session that were composed while it learnt.</summary>
internal sealed class SampleBlobs(LeasedStore store, WorkerJob job)
{
    /// <summary>Keeps a tune as MIDI and as note file.</summary>
    /// <returns>Its name: pass, number, and the lease's epoch, for the reason that checkpoints have it.</returns>
    public string Save(Score sample, int epoch, int number)
    {
        var name = $"{epoch:D5}-{number}-{job.LeaseEpoch:D3}";
        store.Put(SampleFiles.Midi(job.SamplePrefix, name), MidiWriter.Write(sample));
        store.Put(SampleFiles.Notes(job.SamplePrefix, name), Encoding.UTF8.GetBytes(NoteFile.Write(sample)));
        return name;
    }
}
